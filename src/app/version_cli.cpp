#include "app/version_cli.h"

#include "base/json.h"
#include "base/version.h"

namespace app {

Result<> cli_version(const cli::Invocation& invocation) {
    if (!invocation.flag("--json")) {
        invocation.print("akebono " + std::string(base::kVersion));
        return {};
    }
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.field("version", base::kVersion);
    out.end_object();
    invocation.print(text);
    return {};
}

} // namespace app
