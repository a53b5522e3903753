"""What a machine can say of many texts at once: themes to begin with, and codes that it learned from people.

Pure functions on texts. Nothing here is fetched, kept or decided; a person decides.
"""
