"""Realistic, messy LKE workbooks with the true answers beside them: an oracle apart from the product's own reading."""

from messy.disorders import DISORDERS
from messy.generator import make, make_tidy, write_all
from messy.model import Messy, Truth

__all__ = ["DISORDERS", "Messy", "Truth", "make", "make_tidy", "write_all"]
