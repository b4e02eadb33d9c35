"""The regulations as data, one YAML file each, and what reads, validates and finds them."""
