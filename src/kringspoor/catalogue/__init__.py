"""The catalogue: facts with their source, read from shelves of small files.

Start at :func:`kringspoor.catalogue.facts.load`.
"""
