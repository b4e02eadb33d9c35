"""From the cells of a workbook to an LKE's answers: which instrument, which row is which question; findings."""
