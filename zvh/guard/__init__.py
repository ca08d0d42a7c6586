"""The one door to a dossier: who may look, what is kept, and what is written down."""
