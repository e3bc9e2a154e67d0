#include "base/config.h"
#include "base/keys.h"
#include "federation/signatures.h"
#include "fuzz/expect.h"
#include "http/params.h"
#include "http/request_parser.h"

namespace {

const base::Config& our_config() {
    static const base::Config config = [] {
        base::Config made;
        made.domain = "akebono.test";
        return made;
    }();
    return config;
}

const base::PublicKey& some_key() {
    static const base::PublicKey key = *base::PublicKey::parse(base::PrivateKey::generate().public_pem());
    return key;
}

// A minute in which the signatures of the seeds are good.
constexpr base::Time kNow{std::chrono::milliseconds(1704164645000)};

} // namespace

// Requests as they come from a socket: the header, the body in its chunks, the parameters in all their spellings, and
// what they say of their signature.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto text = fuzz::text_of(bytes, size);
    http::RequestParser parser(16'384);
    text.remove_prefix(parser.read_head(text));
    if (parser.failure() != 0 || !parser.has_head()) return 0;
    parser.limit_body(65'536);
    if (parser.has_body()) parser.read_body(text);
    if (parser.failure() != 0 || !parser.has_all()) return 0;

    auto& request = parser.request;
    request.target = parser.target();
    const auto question = request.target.find('?');
    request.path = request.target.substr(0, question);
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
    if (const auto claim = federation::read_signature(request, our_config(), kNow)) {
        fuzz::expect(!federation::is_signed_with(request, *claim, some_key()), "nobody guesses a signature");
    }
    (void)http::read_params(request);
    fuzz::expect(request.files.size() <= http::kMaxFiles, "files have a limit");
    return 0;
}
