"""The columns of a table of answers by what they are: questions, roles, comments, personal data."""

from collections.abc import Mapping
from dataclasses import dataclass

from zi_metrics.surveys.recognition import headings as roles
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition import respondents as people
from zi_metrics.surveys.recognition.assignment import IGNORED
from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.person_names import are_people
from zi_metrics.surveys.recognition.questions import Questions, is_overall
from zi_metrics.surveys.recognition.replies import words_of

# A heading as near a question's wording as this means the question, whatever role its words may have, too.
_PLAIN = 85
_KEPT_ROLES = (roles.LAYANAN, roles.UNIT, roles.PERIODE, roles.WAKTU, *people.KELOMPOK)
# Roles whose texts are kept, and are nobody's name.
_OF_NO_PEOPLE = (roles.LAYANAN, roles.UNIT, roles.PERIODE, "pendidikan", "pekerjaan")
# What a column may be beside a role.
_CANDIDATE, _NAME, _OVERALL = "calon", "nama", "keseluruhan"


@dataclass(frozen=True)
class Columns:
    """The columns of a table by what they are.

    candidates: columns of answers that may be questions -> their headings
    roles: role that is kept (service, unit, period, time, a group of respondents) -> its column
    comments: columns of people's own words
    personal: columns of personal data, which are left out
    names: those of them that hold people's names
    overall: columns that ask how satisfied people are on the whole
    misnamed: those of the names whose heading promises something else ('Layanan')
    """

    candidates: dict[int, Heading]
    roles: dict[str, int]
    comments: list[int]
    personal: list[int]
    names: list[int]
    overall: list[int]
    misnamed: list[int]


def sorted_columns(
    headings: Mapping[int, Heading], contents: Mapping[int, Content], questions: Questions, mapping: SurveyMapping
) -> Columns:
    """Tell the columns apart by what a person said, by what stands in them, and by their headings."""
    uses = {c: _use_of(heading, contents[c], questions, mapping) for c, heading in sorted(headings.items())}
    return Columns(
        candidates={c: headings[c] for c, use in uses.items() if use == _CANDIDATE},
        roles=_roles(uses, headings),
        comments=[c for c, use in uses.items() if use == roles.KOMENTAR],
        personal=[c for c, use in uses.items() if use in (roles.PRIBADI, _NAME)],
        names=[c for c, use in uses.items() if use == _NAME],
        overall=[c for c, use in uses.items() if use == _OVERALL],
        misnamed=[c for c, use in uses.items() if use == _NAME and roles.role_of(headings[c].text) in _OF_NO_PEOPLE],
    )


def _use_of(heading: Heading, content: Content, questions: Questions, mapping: SurveyMapping) -> str | None:
    """What a column is: one of the roles, or _CANDIDATE, _NAME (personal, too), _OVERALL; None for nothing of use."""
    answer = mapping.get(f"kolom:{heading.key}")
    if answer == IGNORED or content.kind == "kosong":
        return None
    if answer and "." in answer:
        return _CANDIDATE
    role = answer if answer in (*_KEPT_ROLES, roles.KOMENTAR) else roles.role_of(heading.text)
    if content.kind in ("nik", "telepon", "surel") or role == roles.PRIBADI:
        is_name = content.kind == "teks" and words_of(heading.text).startswith(("nama", "inisial"))
        return _NAME if is_name else roles.PRIBADI
    if is_overall(heading.text) and content.on_a_small_scale:
        return _OVERALL
    if content.kind == "jawaban" and _may_be_question(role, heading, questions):
        return _CANDIDATE
    return _use_of_role(role, content)


def _use_of_role(role: str | None, content: Content) -> str | None:
    """What a column that is no question is, by the role of its heading."""
    if role in _OF_NO_PEOPLE and _are_people(content):
        return _NAME
    if role in _KEPT_ROLES:
        return role
    if role == roles.KOMENTAR and content.kind in ("teks", "jawaban"):
        return roles.KOMENTAR
    if role is None and content.kind == "teks" and privacy.are_names(content.column.texts):
        return _NAME
    return None


def _are_people(content: Content) -> bool:
    texts = content.column.texts.to_pylist()
    return are_people(texts, int((content.numbers >= 0).sum()))


def _roles(uses: Mapping[int, str | None], headings: Mapping[int, Heading]) -> dict[str, int]:
    """Role -> its column, the first one where several have it."""
    columns: dict[str, int] = {}
    for column, role in uses.items():
        if role not in _KEPT_ROLES:
            continue
        other = columns.get(role)
        if role == roles.LAYANAN and other is not None and roles.UNIT not in columns:
            # 'Unit Pelayanan' is a service's name where no other column names services, else the unit's.
            units = [c for c in (other, column) if roles.is_unit_of_service(headings[c].text)]
            if len(units) == 1:
                columns[roles.UNIT] = units[0]
                columns[role] = column if units[0] == other else other
        columns.setdefault(role, column)
    return columns


def _may_be_question(role: str | None, heading: Heading, questions: Questions) -> bool:
    """Whether a column of answers may be a question, also where its heading names a role ('Waktu pelayanan')."""
    if role in (roles.WAKTU, roles.LAYANAN, roles.KOMENTAR):
        return any(questions.matches(heading.text, jenis)[0].score >= _PLAIN for jenis in questions.instruments)
    return role is None
