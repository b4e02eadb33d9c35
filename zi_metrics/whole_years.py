"""Years counted by the calendar."""

from datetime import date


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the 28th of February for a 29th that the year does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def full_years(since: date, until: date) -> int:
    """How many whole years have passed on a day; 0 where the first is not over."""
    years = max(until.year - since.year, 0)
    return max(years - (years_later(since, years) > until), 0)
