"""Answers to SKM about three services, everybody to every question, drawn with a fixed seed."""

import numpy as np

SERVICES = ["KTP"] * 60 + ["KK"] * 40 + ["Akta"] * 12
ANSWERS = np.random.default_rng(5).choice([2, 3, 4], size=(len(SERVICES), 9), p=[0.2, 0.5, 0.3])
