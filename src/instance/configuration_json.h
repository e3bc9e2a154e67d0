#pragma once

#include "base/config.h"
#include "base/json.h"
#include "instance/legal_texts.h"

namespace instance {

// The `configuration` of the instance's entities: limits.h, and where things are.
// https://docs.joinmastodon.org/entities/Instance/#configuration
void write_configuration(json::Writer& out, const base::Config& config, const PublishedTexts& published);
void write_configuration_v1(json::Writer& out, const base::Config& config);

} // namespace instance
