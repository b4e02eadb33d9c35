"""The pieces of the page Unggah: read, check, label, save."""
