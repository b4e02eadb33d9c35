"""Cells to meaning: which sheet is an LKE, which row is which question, what is answered, and what is doubtful."""
