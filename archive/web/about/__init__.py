"""About this archive: what is in it, where it comes from, what is missing, and how sure it is.

The questions are those of "Datasheets for Datasets" (Gebru et al., 2021). Nothing here reads the utterances
one by one.
"""
