"""A language model as reader: asked about numbered sentences, and believed in nothing unchecked."""
