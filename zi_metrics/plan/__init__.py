"""The way to a predicate: the least-effort plan, how safe it is, what judges will make of it, and what if."""
