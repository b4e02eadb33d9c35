"""From written answers to values, points, nilai, gates and a unit's standing."""
