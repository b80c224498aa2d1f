"""Talking with the asset tools an organisation already has: Snipe-IT, GLPI, Microsoft Intune.

Nothing is stored here. Each tool is one file that turns pages of answers into one document of the
tool's own shape, without the people in it; the readers of files read that like any other list.
"""
