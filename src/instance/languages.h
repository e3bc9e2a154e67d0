#pragma once

#include "base/languages.h"

// What posts can be in is a table of the tools; the instance shows it.
namespace instance {

using base::is_language;
using base::Language;
using base::languages;

} // namespace instance
