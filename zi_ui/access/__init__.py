"""Screens about people, units and the trail."""
