"""The surveys as data (SKM, SPAK, SPKP), one YAML file each, and what reads and validates them."""
