"""Verbs that change what is used. Each writes down what it did, in the same transaction."""
