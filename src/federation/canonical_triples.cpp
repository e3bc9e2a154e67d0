#include "federation/canonical_triples.h"

#include "base/crypto.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

namespace federation {

namespace {

// Looked at along the way: ours have a few dozen. It grows with the faculty of how many look alike around one.
constexpr int kMostSteps = 20'000;

class TooMuch final : public std::runtime_error {
public:
    TooMuch() : std::runtime_error("too much looks alike") {}
};

// Gives names in the order in which they are asked for.
class Issuer {
public:
    explicit Issuer(std::string prefix) : prefix_(std::move(prefix)) {}

    bool has(int blank) const { return names_.contains(blank); }
    const std::string& name_of(int blank) {
        const auto [found, is_new] = names_.try_emplace(blank, prefix_ + std::to_string(names_.size()));
        if (is_new) order_.push_back(blank);
        return found->second;
    }
    const std::vector<int>& order() const { return order_; }

private:
    std::string prefix_;
    std::map<int, std::string> names_;
    std::vector<int> order_;
};

template <typename NameOf>
std::string line(const Triple& triple, const NameOf& name_of) {
    const auto text = [&](const RdfNode& node) { return node.is_blank() ? name_of(node.blank) : node.text; };
    return text(triple.subject) + " " + triple.predicate + " " + text(triple.object) + " .\n";
}

std::string joined(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const auto& one : lines) all += one;
    return all;
}

// The names of the steps are those of the specification.
class Canonicalizer {
public:
    explicit Canonicalizer(const Triples& triples) : triples_(triples) {
        for (const auto& triple : triples) {
            if (triple.subject.is_blank()) around_[triple.subject.blank].push_back(&triple);
            if (triple.object.is_blank() && triple.object != triple.subject) {
                around_[triple.object.blank].push_back(&triple);
            }
        }
    }

    std::string run() {
        std::map<std::string, std::vector<int>> by_hash;
        for (const auto& [blank, triples] : around_) by_hash[first_degree(blank)].push_back(blank);
        for (const auto& [hash, alike] : by_hash) {
            if (alike.size() == 1) canonical_.name_of(alike.front());
        }
        for (const auto& [hash, alike] : by_hash) name_alike(alike);
        std::vector<std::string> lines;
        for (const auto& triple : triples_) {
            lines.push_back(line(triple, [&](int blank) { return canonical_.name_of(blank); }));
        }
        return joined(std::move(lines));
    }

private:
    struct Hashed {
        std::string hash;
        Issuer issuer;
    };

    void name_alike(const std::vector<int>& alike) {
        std::vector<Hashed> results;
        for (const int blank : alike) {
            if (canonical_.has(blank)) continue;
            Issuer issuer("_:b");
            issuer.name_of(blank);
            results.push_back(n_degree(blank, std::move(issuer)));
        }
        std::ranges::stable_sort(results, {}, &Hashed::hash);
        for (const auto& result : results) {
            for (const int blank : result.issuer.order()) canonical_.name_of(blank);
        }
    }

    void step() {
        if (++steps_ > kMostSteps) throw TooMuch();
    }

    const std::string& first_degree(int blank) {
        const auto [found, is_new] = first_degrees_.try_emplace(blank);
        if (!is_new) return found->second;
        std::vector<std::string> lines;
        for (const auto* triple : around_.at(blank)) {
            lines.push_back(line(*triple, [&](int other) { return std::string(other == blank ? "_:a" : "_:z"); }));
        }
        return found->second = base::sha256_hex(joined(std::move(lines)));
    }

    std::string related(int blank, const Triple& triple, Issuer& issuer, char position) {
        std::string input = position + triple.predicate;
        if (canonical_.has(blank)) {
            input += canonical_.name_of(blank);
        } else {
            input += issuer.has(blank) ? issuer.name_of(blank) : first_degree(blank);
        }
        return base::sha256_hex(input);
    }

    Hashed n_degree(int blank, Issuer issuer) {
        step();
        std::map<std::string, std::vector<int>> by_hash;
        for (const auto* triple : around_.at(blank)) {
            const auto& [subject, predicate, object] = *triple;
            if (subject.is_blank() && subject.blank != blank) {
                by_hash[related(subject.blank, *triple, issuer, 's')].push_back(subject.blank);
            }
            if (object.is_blank() && object.blank != blank) {
                by_hash[related(object.blank, *triple, issuer, 'o')].push_back(object.blank);
            }
        }
        std::string input;
        for (auto& [hash, alike] : by_hash) {
            Hashed best = best_path(std::move(alike), issuer);
            input += hash + best.hash;
            issuer = std::move(best.issuer);
        }
        return {.hash = base::sha256_hex(input), .issuer = std::move(issuer)};
    }

    // Of all orders of those that look alike, the one whose path comes first; that path, in place of a hash.
    Hashed best_path(std::vector<int> alike, const Issuer& issuer) {
        std::optional<Hashed> best;
        std::sort(alike.begin(), alike.end());
        do {
            step();
            Hashed path{.hash = {}, .issuer = issuer};
            follow(alike, path);
            if (!best || path.hash < best->hash) best = std::move(path);
        } while (std::next_permutation(alike.begin(), alike.end()));
        return std::move(*best);
    }

    void follow(const std::vector<int>& order, Hashed& path) {
        std::vector<int> unnamed;
        for (const int blank : order) {
            if (canonical_.has(blank)) {
                path.hash += canonical_.name_of(blank);
                continue;
            }
            if (!path.issuer.has(blank)) unnamed.push_back(blank);
            path.hash += path.issuer.name_of(blank);
        }
        for (const int blank : unnamed) {
            Hashed result = n_degree(blank, path.issuer);
            path.hash += path.issuer.name_of(blank) + "<" + result.hash + ">";
            path.issuer = std::move(result.issuer);
        }
    }

    const Triples& triples_;
    std::map<int, std::vector<const Triple*>> around_;
    std::map<int, std::string> first_degrees_;
    Issuer canonical_{"_:c14n"};
    int steps_ = 0;
};

} // namespace

std::optional<std::string> canonical(const Triples& triples) {
    try {
        return Canonicalizer(triples).run();
    } catch (const TooMuch&) {
        return std::nullopt;
    }
}

} // namespace federation
