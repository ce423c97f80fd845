"""What several AWS services share: errors, ARNs, request constraints, policies, paging, tags and digests."""
