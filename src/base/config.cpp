#include "base/config.h"

#include "base/config_keys.h"
#include "base/nearest.h"

#include <fmt/core.h>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

namespace base {
namespace {

// What was set, and everything that is wrong with it: an operator wants to hear it all at once.
struct Loading {
    Config config;
    std::set<std::string_view> keys_set;
    std::string problems;

    void add_problem(std::string_view where, std::string_view what) {
        if (!problems.empty()) problems += '\n';
        problems += fmt::format("{}: {}", where, what);
    }
};

const ConfigKey* find_key(std::string_view name) {
    const auto found = std::ranges::find(config_keys(), name, &ConfigKey::name);
    return found == config_keys().end() ? nullptr : &*found;
}

// `shown` is the value as it was written.
void set(Loading& loading, const ConfigKey& key, std::string_view name, std::string_view where,
         const std::optional<ConfigValue>& value, std::string_view shown) {
    const bool has_type = value && value->index() == key.get(loading.config).index();
    if (has_type && key.set(loading.config, *value)) {
        loading.keys_set.insert(key.name);
    } else {
        loading.add_problem(where, fmt::format("{} must be {}, not {}", name, key.expected, shown));
    }
}

void add_unknown(Loading& loading, std::string_view where, std::string_view name,
                 std::span<const std::string_view> known) {
    const auto meant = nearest(name, known);
    const auto hint = meant.empty() ? "docs/configuration.md lists them all" : fmt::format("did you mean {}?", meant);
    loading.add_problem(where, fmt::format("there is no key {}; {}", name, hint));
}

// ── akebono.toml ──

std::optional<ConfigValue> value_of(const toml::node& node) {
    if (const auto* flag = node.as_boolean()) return ConfigValue(flag->get());
    if (const auto* number = node.as_integer()) return ConfigValue(number->get());
    if (const auto* text = node.as_string()) return ConfigValue(text->get());
    const auto* array = node.as_array();
    if (!array) return std::nullopt;

    std::vector<std::string> texts;
    for (const auto& element : *array) {
        const auto* text = element.as_string();
        if (!text) return std::nullopt;
        texts.push_back(text->get());
    }
    return ConfigValue(std::move(texts));
}

std::string shown(const std::optional<ConfigValue>& value, const toml::node& node) {
    if (value) return to_toml(*value);
    if (node.is_array()) return "an array of other things than texts";
    return node.is_table() ? "a table" : "a value of another type";
}

bool is_section(std::string_view name) {
    return std::ranges::any_of(config_keys(), [&](const ConfigKey& key) {
        return key.name.size() > name.size() && key.name.starts_with(name) && key.name[name.size()] == '.';
    });
}

void read_table(Loading& loading, const toml::table& table, const std::string& file, const std::string& prefix) {
    for (const auto& [node_key, node] : table) {
        const std::string name = prefix + std::string(node_key.str());
        const auto where = fmt::format("{}:{}", file, node_key.source().begin.line);
        const auto* inner = node.as_table();
        const auto* key = find_key(name);
        if (inner && is_section(name)) {
            read_table(loading, *inner, file, name + ".");
        } else if (key) {
            const auto value = value_of(node);
            set(loading, *key, name, where, value, shown(value, node));
        } else {
            std::vector<std::string_view> known;
            for (const auto& other : config_keys()) known.push_back(other.name);
            add_unknown(loading, where, name, known);
        }
    }
}

void read_file(Loading& loading, const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    if (!in || std::filesystem::is_directory(file, error)) {
        loading.add_problem(file.string(), "this configuration file cannot be read");
        return;
    }
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto parsed = toml::parse(text);
    if (parsed) {
        read_table(loading, parsed.table(), file.string(), "");
    } else {
        loading.add_problem(fmt::format("{}:{}", file.string(), parsed.error().source().begin.line),
                            parsed.error().description());
    }
}

// ── the environment ──

std::optional<bool> flag_of(const std::string& text) {
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
}

std::optional<std::int64_t> number_of(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::string> list_of(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto end = text.find_first_of(", ");
        if (end != 0) items.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return items;
}

// The text as the type that `like` has.
std::optional<ConfigValue> value_of(const std::string& text, const ConfigValue& like) {
    if (std::holds_alternative<bool>(like)) return flag_of(text);
    if (std::holds_alternative<std::int64_t>(like)) return number_of(text);
    if (std::holds_alternative<std::string>(like)) return text;
    return list_of(text);
}

void read_environment(Loading& loading, const std::map<std::string, std::string>& environment) {
    std::vector<std::string> names = {"AKEBONO_CONFIG"};
    for (const auto& key : config_keys()) {
        names.push_back(environment_name(key));
        const auto found = environment.find(names.back());
        if (found == environment.end()) continue;
        const auto value = value_of(found->second, key.get(loading.config));
        set(loading, key, names.back(), "environment", value, to_toml(found->second));
    }

    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const auto& [name, value] : environment) {
        if (std::ranges::find(known, name) == known.end()) add_unknown(loading, "environment", name, known);
    }
}

std::filesystem::path choose_file(const std::filesystem::path& asked,
                                  const std::map<std::string, std::string>& environment) {
    if (!asked.empty()) return asked;
    const auto found = environment.find("AKEBONO_CONFIG");
    if (found != environment.end()) return found->second;
    std::error_code error;
    return std::filesystem::exists("akebono.toml", error) ? "akebono.toml" : "";
}

// What was not said about names follows from the rest.
void choose_names(Loading& loading) {
    Config& config = loading.config;
    const auto port = Endpoint::parse(config.listen)->port;
    if (!loading.keys_set.contains("domain") && port != 0) config.domain = "localhost:" + std::to_string(port);
    if (!loading.keys_set.contains("https")) config.https = !is_loopback_host(config.web_host());
    if (!loading.keys_set.contains("s3.path_style")) config.s3_path_style = !config.s3_endpoint.empty();
}

// What makes no sense without something else.
void check_together(Loading& loading) {
    const Config& config = loading.config;
    if (config.s3_access_key_id.empty() != config.s3_secret_access_key.empty()) {
        loading.add_problem("s3.access_key_id", "it goes with s3.secret_access_key: set both, or neither");
    }
    if (config.translation_service == Translator::LibreTranslate && config.translation_url.empty()) {
        loading.add_problem("translation.url", "libretranslate needs it: where that server is");
    }
    if (config.translation_service == Translator::DeepL && config.translation_api_key.empty()) {
        loading.add_problem("translation.api_key", "deepl needs it: the key of your account there");
    }
}

// Variables that are not for us: those of the tests, and those that Kubernetes sets for a service of our name.
bool is_foreign(std::string_view name, std::string_view value) {
    return name.starts_with("AKEBONO_TEST_") || name == "AKEBONO_BINARY" || name == "AKEBONO_GOLDEN"
           || name.starts_with("AKEBONO_SERVICE_") || name.starts_with("AKEBONO_PORT_")
           || (name == "AKEBONO_PORT" && value.find("://") != std::string_view::npos);
}

} // namespace

std::string Config::web_url() const { return (https ? "https://" : "http://") + web_host(); }

bool Config::is_postgresql() const {
    return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

std::filesystem::path Config::sqlite_path() const {
    return database.empty() ? data / "akebono.db" : std::filesystem::path(database);
}

Result<Config> load_config(const std::filesystem::path& file, const std::map<std::string, std::string>& environment) {
    Loading loading;
    const auto chosen = choose_file(file, environment);
    if (!chosen.empty()) read_file(loading, chosen);
    read_environment(loading, environment);
    check_together(loading);
    if (!loading.problems.empty()) return invalid(loading.problems);

    choose_names(loading);
    return std::move(loading.config);
}

std::map<std::string, std::string> akebono_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (!text.starts_with("AKEBONO_") || equals == std::string_view::npos) continue;
        const auto name = text.substr(0, equals);
        const auto value = text.substr(equals + 1);
        if (!is_foreign(name, value)) variables.emplace(name, value);
    }
    return variables;
}

} // namespace base
