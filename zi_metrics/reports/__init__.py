"""Files that go out: the official workbook, findings, marked copies, plans, derivations."""
