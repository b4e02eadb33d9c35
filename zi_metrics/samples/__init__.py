"""The sample portfolio, plainly marked as samples: its assessments and its surveys."""
