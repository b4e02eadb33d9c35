"""What every refusal of ours is, so that whoever ran a command can be told without knowing which room refused."""


class Refused(Exception):
    """What was asked for cannot be done; the message (Indonesian) says why and what to do."""
