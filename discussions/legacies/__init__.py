"""What pages show of legacies: looking back, the layer beside the text, lineage, offers."""
