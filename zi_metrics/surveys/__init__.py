"""Surveys of service users: from a file to the index, how far it can be trusted, and its way into the LKE."""
