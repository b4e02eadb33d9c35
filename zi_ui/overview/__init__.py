"""The pieces of Ringkasan: the answer, what has to be decided, all units in one table, what stands behind tabs."""
