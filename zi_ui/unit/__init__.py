"""The pieces of the page Unit kerja, and of Penilai: answers, derivations, versions, prerequisites."""
