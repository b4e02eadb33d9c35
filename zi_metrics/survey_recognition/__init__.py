"""Survey files to meaning: which column is which question, on which scale, and what must not be kept."""
