"""Care for the database while it is used: scheduled backups, requests from the command line, checks, health."""
