"""One module for each kind of thing that can be built or run, with its equations."""
