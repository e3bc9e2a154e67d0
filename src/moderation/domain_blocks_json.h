#pragma once

#include "base/json.h"
#include "moderation/domain_blocks.h"

namespace moderation {

// https://docs.joinmastodon.org/entities/Admin_DomainBlock/
void write_domain_block(json::Writer& out, const DomainBlock& block);

enum class Reasons { Shown, Hidden };
// What everybody may see. https://docs.joinmastodon.org/entities/DomainBlock/
void write_public_domain_block(json::Writer& out, const DomainBlock& block, Reasons reasons);

} // namespace moderation
