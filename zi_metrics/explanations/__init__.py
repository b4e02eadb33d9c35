"""How figures that rest on statistics are found, in plain words: what is assumed, how often it held, what it misses."""
