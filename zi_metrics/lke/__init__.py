"""Assessments: how a workbook becomes one, one of them down to its cells, many of them, per area, per judge."""
