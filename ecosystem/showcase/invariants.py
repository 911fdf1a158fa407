"""What must always hold in the showcase, as SQL that returns nothing."""

INVARIANTS = (
    (
        "a published product has a picture",
        """
        SELECT product.id FROM product
        WHERE product.state = 'published' AND product.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM product_picture WHERE product_picture.product_id = product.id)
        """,
    ),
    (
        "a published product says when it was published first",
        "SELECT id FROM product WHERE state = 'published' AND published_at IS NULL",
    ),
    (
        "a favourite product is one of the favourite's exhibitor",
        """
        SELECT favourite.id FROM favourite JOIN product ON product.id = favourite.product_id
        WHERE product.exhibitor_id <> favourite.exhibitor_id
        """,
    ),
    (
        "an enquiry is about a product of the exhibitor it went to",
        """
        SELECT enquiry.id FROM enquiry JOIN product ON product.id = enquiry.product_id
        WHERE product.exhibitor_id <> enquiry.exhibitor_id
        """,
    ),
    (
        "an enquiry has a first message",
        """
        SELECT enquiry.id FROM enquiry
        WHERE NOT EXISTS (SELECT 1 FROM enquiry_message WHERE enquiry_message.enquiry_id = enquiry.id)
        """,
    ),
    (
        "an enquiry reached its exhibitor exactly if the visitor's address was proved",
        "SELECT id FROM enquiry WHERE (state = 'unconfirmed') = (confirmed_at IS NOT NULL) AND withdrawn_at IS NULL",
    ),
    (
        "where consent was withdrawn no contact data are left",
        """
        SELECT id FROM enquiry WHERE withdrawn_at IS NOT NULL
          AND (name <> '' OR email <> '' OR phone <> '' OR organisation <> '' OR account_id IS NOT NULL)
        """,
    ),
    (
        "an upheld report closed its thread",
        """
        SELECT enquiry_report.id FROM enquiry_report JOIN enquiry ON enquiry.id = enquiry_report.enquiry_id
        WHERE enquiry_report.state = 'upheld' AND enquiry.state <> 'closed'
        """,
    ),
)
