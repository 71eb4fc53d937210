"""Events as files: what each kind of export makes, how it is asked for and handed out."""
