"""The pieces of the page Survei: head, sections, comments, versions, the way into the LKE."""
