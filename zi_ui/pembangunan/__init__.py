"""Pieces of the screens about the work between two assessments."""
