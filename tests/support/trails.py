"""How long the trail is that is tampered with."""

TRAIL_LENGTH = 12
