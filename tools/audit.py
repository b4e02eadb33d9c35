"""Known vulnerabilities and licences of every pinned package (`make audit`, and a part of `make lint`).

Asks the database of vulnerabilities (pip-audit, over PyPI) about each pin of requirements-dev.txt and writes the
answers with their date into tools/audit.json. Where the database cannot be reached the earlier answers stay, and a pin
about which it was never asked says so; an unanswered question is no good news.

`--check` needs no network: it fails when the file does not speak of every pin as it is locked, when a vulnerability
stands in it that nobody has accepted with a reason, or when a licence is not on the list. That an answer is old, or was
never had, is a warning: no check turns red by the mere passing of time.
"""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS, ANSWERS = ROOT / "requirements-dev.txt", ROOT / "tools" / "audit.json"
OLD_DAYS = 30
# What a distribution's metadata may say, by words that stand in it. None asks more than to be named.
ALLOWED = (
    *("mit", "bsd", "apache", "psf", "python software foundation", "mozilla public license 2.0", "mpl-2.0", "mpl 2.0"),
    *("isc", "hpnd", "unlicense", "zlib", "cc0-1.0", "0bsd", "dual license"),
)
_CLASSIFIER = "License :: OSI Approved :: "


def main(arguments: list[str]) -> int:
    """Ask and write, or check. Returns the exit status."""
    if arguments != ["--check"]:
        ANSWERS.write_text(json.dumps(asked(stored()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    wrong = [*complaints(stored()), *licence_complaints()]
    for sentence in [*wrong, *warnings(stored(), datetime.now(UTC).date())]:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


def pins() -> dict[str, str]:
    """Name -> version of every pinned package."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", PINS.read_text(encoding="utf-8"), re.MULTILINE))


def stored() -> dict:
    """Name -> {version, asked (date or None), vulnerabilities {id: reason why it is accepted, '' = it is not}}."""
    return json.loads(ANSWERS.read_text(encoding="utf-8")) if ANSWERS.exists() else {}


def asked(before: dict) -> dict:
    """What is stored, brought to today's pins and, where the database answers, to today's answers."""
    answers = _answers()
    today = datetime.now(UTC).date().isoformat()
    found = {}
    for name, version in sorted(pins().items()):
        known = before.get(name, {})
        same = known.get("version") == version
        entry = known if same else {"version": version, "asked": None, "vulnerabilities": {}}
        if name in answers:
            accepted = known.get("vulnerabilities", {})
            entry = {
                "version": version,
                "asked": today,
                "vulnerabilities": {number: accepted.get(number, "") for number in answers[name]},
            }
        found[name] = entry
    return found


def _answers() -> dict[str, list[str]]:
    """Name -> vulnerabilities, for every package that the database knows; {} when it cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(PINS), "--disable-pip", "--format", "json"]
    ended = subprocess.run([*command, "--timeout", "15"], capture_output=True, text=True)
    try:
        told = json.loads(ended.stdout)["dependencies"]
    except (ValueError, KeyError):
        return {}
    # What pip-audit could not ask about it skips, and calls the whole free of vulnerabilities all the same.
    return {one["name"]: [v["id"] for v in one["vulns"]] for one in told if "vulns" in one}


def complaints(answers: dict) -> list[str]:
    """What is wrong with the stored answers."""
    now = pins()
    found = [
        f"{name} {version}: tools/audit.json does not speak of it. Run `make audit`."
        for name, version in now.items()
        if answers.get(name, {}).get("version") != version
    ]
    found += [f"{name}: no longer pinned. Run `make audit`." for name in answers if name not in now]
    found += [
        f"{name} {entry['version']}: {number}. Take a repaired release, or write why it does not concern us."
        for name, entry in answers.items()
        for number, reason in entry["vulnerabilities"].items()
        if not reason
    ]
    return found


def warnings(answers: dict, today: date) -> list[str]:
    """What somebody should see to, one sentence for each kind."""
    never = [name for name, entry in answers.items() if entry["asked"] is None]
    old = [
        name
        for name, entry in answers.items()
        if entry["asked"] and (today - date.fromisoformat(entry["asked"])).days > OLD_DAYS
    ]
    return [
        f"warning: {len(names)} packages: the database of vulnerabilities was {what}. Run `make audit` with a network."
        for names, what in ((never, "never asked about them"), (old, f"asked more than {OLD_DAYS} days ago"))
        if names
    ]


def licence(package: Distribution) -> str:
    """What a distribution says about its licence; '' when it says nothing."""
    told = package.metadata
    classifiers = [c.removeprefix(_CLASSIFIER) for c in told.get_all("Classifier") or [] if c.startswith(_CLASSIFIER)]
    free = next(iter((told.get("License") or "").splitlines()), "")
    return told.get("License-Expression") or "; ".join(classifiers) or free or _first_line(package)


def _first_line(package: Distribution) -> str:
    """How the licence that a distribution brings along begins ('MIT License'); '' where it brings none."""
    text = package.read_text("licenses/LICENSE") or package.read_text("LICENSE") or ""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def licence_complaints() -> list[str]:
    """Installed packages whose licence is not on the list."""
    found = []
    for name in pins():
        try:
            said = licence(distribution(name))
        except PackageNotFoundError:
            # Pinned for another system.
            continue
        if not is_allowed(said):
            found.append(f"{name}: licence {said or 'not told'!r} is not on the list of tools/audit.py.")
    return found


def is_allowed(said: str) -> bool:
    """Whether a licence is on the list: every one of those that hold together, one of those to choose from."""
    return bool(said) and all(
        any(_is_listed(choice) for choice in re.split(r"\bOR\b", part)) for part in re.split(r"\bAND\b|;", said)
    )


def _is_listed(said: str) -> bool:
    small = said.strip(" ()").casefold()
    return "gpl" not in small and any(re.search(rf"\b{re.escape(word)}", small) for word in ALLOWED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
