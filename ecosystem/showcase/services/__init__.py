"""Use cases of the showcase: products, booth pages, moderation, favourites, enquiries, visits."""
