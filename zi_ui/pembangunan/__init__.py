"""Screens about the work between two assessments."""
