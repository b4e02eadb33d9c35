"""A unit whose assessments meetings look at."""

from versioned import assessment, source

from zi_metrics.store.assessments import save_imports


def judged(store, number, penilai="tpi"):
    """Another assessment of the unit; gives its id."""
    (stored,) = save_imports(store, [(source(number), [assessment(number, unit="Unit Uji", penilai=penilai)])])
    return stored.penilaian_id
