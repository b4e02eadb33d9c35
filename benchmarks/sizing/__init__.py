"""What to run for whom: assumptions about a submission week, service times as measured, and the week simulated."""
