"""Away with the samples: all that is theirs goes, nothing of other units, and the samples can come again."""

import pytest
from versioned import save

from zi_metrics.care.verification import verify_store
from zi_metrics.samples.lke import WHO, fill_with_samples
from zi_metrics.scope import Act, Extent, NotAllowed, Person, Scope
from zi_metrics.store import tables
from zi_metrics.store.own_tables import own_tables
from zi_metrics.store.sample_removal import remove_samples
from zi_metrics.store.unit_tree import TreeNode, nodes, save_nodes


def counted(store):
    """Table -> how many rows, where there are any; but for the trail and the migrations."""
    with store.cursor() as cursor:
        counts = {name: cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in own_tables(cursor)}
    return {name: count for name, count in counts.items() if count and name not in ("catatan_audit", "migrasi")}


def test_nothing_of_the_samples_is_left_and_they_can_come_again(sample_store):
    before = counted(sample_store)
    assert len(before) > 25, "else the samples show too little of what has to go"
    assert remove_samples(sample_store, WHO) == 24
    assert counted(sample_store) == {}
    assert verify_store(sample_store).kerusakan == ()
    assert remove_samples(sample_store, WHO) == 0
    fill_with_samples(sample_store)
    assert counted(sample_store) == before


def test_what_is_of_other_units_stays(sample_store):
    save(sample_store, 1, unit="Unit Sungguhan")
    real = tables.assessments(sample_store).query("not contoh")["penilaian_id"].tolist()
    above = TreeNode("Cabang Sungguhan", "cabang", simpul_id="cabang-sungguhan")
    save_nodes(sample_store, [above, TreeNode("Unit Sungguhan", "unit", above.simpul_id)])
    assert len(real) == 1
    remove_samples(sample_store, WHO)
    assert tables.assessments(sample_store)["penilaian_id"].tolist() == real
    assert counted(sample_store)["jawaban"] > 0
    assert sorted(nodes(sample_store)["nama"]) == ["Cabang Sungguhan", "Unit Sungguhan"]
    assert verify_store(sample_store).kerusakan == ()


def test_whoever_may_not_have_samples_removes_none(sample_store):
    scope = Scope(Person("a", "A", "layar"), {Act.LIHAT: (Extent(),)})
    with pytest.raises(NotAllowed):
        remove_samples(sample_store.seen_by(scope), WHO)
    assert len(tables.assessments(sample_store)) > 100
