"""A few of the sample units, and how much of them is stored."""

from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import surveys
from zi_metrics.store.tables import assessments

# So many units, to be quick.
UNITS = 5


def what_is_stored(database):
    """How many assessments and how many surveys a closed database holds."""
    store = Store(database)
    found = len(assessments(store)), len(surveys(store))
    store.close()
    return found
