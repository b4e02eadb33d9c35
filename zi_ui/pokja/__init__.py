"""The pieces of the page Pokja: what to mend first, the map of its units, its actions."""
