"""Who may see and do what: the table of rights, people's scopes, and the one place that gives a store out."""
