#include "instance/legal_texts_cli.h"

#include "base/json.h"
#include "instance/legal_texts.h"
#include "statuses/formatter.h"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>

namespace instance {

namespace {

constexpr std::size_t kMostBytes = 1 << 20;

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(kMostBytes + 1, '\0');
    in.read(text.data(), std::ssize(text));
    const auto length = static_cast<std::size_t>(in.gcount());
    if (!in.eof() && length == 0) return base::invalid(path.string() + " cannot be read");
    if (length > kMostBytes) return base::invalid(path.string() + " has more than 1 MB");
    text.resize(length);
    return text;
}

// As it is shown: paragraphs, and links that lead somewhere.
Result<std::string> html_of(const cli::Invocation& invocation, const base::Config& config) {
    const std::filesystem::path path = invocation.text("FILE");
    std::string text = TRY(read_file(path));
    if (path.extension() == ".html" || path.extension() == ".htm") return text;
    const std::string web_url = config.web_url();
    return statuses::format_html(text, {.web_url = web_url, .domain = config.domain, .web_host = config.web_host()});
}

Result<base::Time> day_of(std::string_view text, std::string_view name) {
    const auto day = parse_day(text);
    if (day) return *day;
    return base::refuse(base::Refusal::BadRequest, fmt::format("{} must be a day such as 2026-07-01", name));
}

std::string json_of(const std::vector<Terms>& all, base::Time now) {
    std::string text;
    json::Writer out(text);
    out.begin_array();
    for (const Terms& one : all) {
        out.begin_object();
        out.field("effective_date", base::iso_date(one.effective_at));
        out.field("effective", one.effective_at <= now);
        out.field("published_at", one.published_at);
        out.end_object();
    }
    out.end_array();
    return text;
}

} // namespace

Result<> cli_publish_privacy_policy(const cli::Invocation& invocation, db::Tx& tx) {
    const auto html = TRY(html_of(invocation, tx.config()));
    TRY(publish_privacy_policy(tx, html));
    invocation.print(tx.config().web_url() + "/privacy-policy");
    return {};
}

Result<> cli_remove_privacy_policy(const cli::Invocation& invocation, db::Tx& tx) {
    if (!remove_privacy_policy(tx)) {
        return base::refuse(base::Refusal::NotFound, "there is no privacy policy");
    }
    invocation.print("OK");
    return {};
}

Result<> cli_publish_terms(const cli::Invocation& invocation, db::Tx& tx) {
    const auto day = TRY(day_of(invocation.option("--from").value_or(base::iso_date(tx.now())), "--from"));
    const auto html = TRY(html_of(invocation, tx.config()));
    TRY(publish_terms(tx, day, html));
    invocation.print(tx.config().web_url() + "/terms-of-service/" + base::iso_date(day));
    return {};
}

Result<> cli_list_terms(const cli::Invocation& invocation, db::Tx& tx) {
    const auto all = all_terms(tx);
    if (invocation.flag("--json")) {
        invocation.print(json_of(all, tx.now()));
        return {};
    }
    if (all.empty()) invocation.print("No terms yet: see akebono terms publish --help");
    for (const Terms& one : all) {
        const bool is_current = one.effective_at <= tx.now() && (!one.succeeded_at || *one.succeeded_at > tx.now());
        const std::string_view state = is_current ? "hold" : one.effective_at > tx.now() ? "waiting" : "ended";
        invocation.print(fmt::format("{}  {}", base::iso_date(one.effective_at), state));
    }
    return {};
}

Result<> cli_remove_terms(const cli::Invocation& invocation, db::Tx& tx) {
    const auto day = TRY(day_of(invocation.text("DAY"), "DAY"));
    if (!remove_terms(tx, day)) {
        return base::refuse(base::Refusal::NotFound,
                            "no terms hold from " + base::iso_date(day) + " on; see akebono terms list");
    }
    invocation.print("OK");
    return {};
}

} // namespace instance
