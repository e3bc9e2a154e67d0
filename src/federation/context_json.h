#pragma once

#include <string_view>

// The @context of our documents: what their words mean. Only words that are used stand there, and what is not
// ActivityStreams' own is spelled out, so that nobody needs to fetch more than the two contexts that everybody knows.
namespace federation {

inline constexpr std::string_view kPlainContext = R"("https://www.w3.org/ns/activitystreams")";

inline constexpr std::string_view kActorContext =
    R"(["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{)"
    R"("manuallyApprovesFollowers":"as:manuallyApprovesFollowers",)"
    R"("alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},)"
    R"("movedTo":{"@id":"as:movedTo","@type":"@id"},)"
    R"("Hashtag":"as:Hashtag",)"
    R"("toot":"http://joinmastodon.org/ns#",)"
    R"("featured":{"@id":"toot:featured","@type":"@id"},)"
    R"("featuredTags":{"@id":"toot:featuredTags","@type":"@id"},)"
    R"("discoverable":"toot:discoverable","indexable":"toot:indexable","memorial":"toot:memorial",)"
    R"("suspended":"toot:suspended","showFeatured":"toot:showFeatured","showMedia":"toot:showMedia",)"
    R"("showRepliesInMedia":"toot:showRepliesInMedia","Emoji":"toot:Emoji",)"
    R"("attributionDomains":{"@id":"toot:attributionDomains","@container":"@set"},)"
    R"("featuredCollections":{"@id":"https://w3id.org/fep/7aa9#featuredCollections","@type":"@id"},)"
    R"("gts":"https://gotosocial.org/ns#","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},)"
    R"("canFeature":{"@id":"https://w3id.org/fep/7aa9#canFeature","@type":"@id"},)"
    R"("automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},)"
    R"("manualApproval":{"@id":"gts:manualApproval","@type":"@id"},)"
    R"("schema":"http://schema.org#","PropertyValue":"schema:PropertyValue","value":"schema:value",)"
    R"("webfinger":{"@id":"https://purl.archive.org/socialweb/webfinger#webfinger",)"
    R"("@type":"http://www.w3.org/2001/XMLSchema#string"}}])";

inline constexpr std::string_view kStatusContext =
    R"(["https://www.w3.org/ns/activitystreams",{)"
    R"("ostatus":"http://ostatus.org#","atomUri":"ostatus:atomUri","inReplyToAtomUri":"ostatus:inReplyToAtomUri",)"
    R"("conversation":"ostatus:conversation","sensitive":"as:sensitive","Hashtag":"as:Hashtag",)"
    R"("toot":"http://joinmastodon.org/ns#","votersCount":"toot:votersCount","Emoji":"toot:Emoji",)"
    R"("blurhash":"toot:blurhash","focalPoint":{"@id":"toot:focalPoint","@container":"@list"},)"
    R"("gts":"https://gotosocial.org/ns#","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},)"
    R"("canQuote":{"@id":"gts:canQuote","@type":"@id"},)"
    R"("automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},)"
    R"("manualApproval":{"@id":"gts:manualApproval","@type":"@id"},)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest",)"
    R"("quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},)"
    R"("quoteUri":"http://fedibird.com/ns#quoteUri","_misskey_quote":"https://misskey-hub.net/ns#_misskey_quote",)"
    R"("quoteAuthorization":{"@id":"https://w3id.org/fep/044f#quoteAuthorization","@type":"@id"}}])";

inline constexpr std::string_view kQuoteContext =
    R"(["https://www.w3.org/ns/activitystreams",{)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest",)"
    R"("QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization",)"
    R"("gts":"https://gotosocial.org/ns#","interactingObject":{"@id":"gts:interactingObject","@type":"@id"},)"
    R"("interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}])";

inline constexpr std::string_view kFeatureContext =
    R"(["https://www.w3.org/ns/activitystreams",{)"
    R"("Hashtag":"as:Hashtag","sensitive":"as:sensitive",)"
    R"("toot":"http://joinmastodon.org/ns#","discoverable":"toot:discoverable",)"
    R"("fep7aa9":"https://w3id.org/fep/7aa9#","FeaturedCollection":"fep7aa9:FeaturedCollection",)"
    R"("FeaturedItem":"fep7aa9:FeaturedItem","FeatureRequest":"fep7aa9:FeatureRequest",)"
    R"("FeatureAuthorization":"fep7aa9:FeatureAuthorization",)"
    R"("featuredObject":{"@id":"fep7aa9:featuredObject","@type":"@id"},)"
    R"("featuredObjectType":{"@id":"fep7aa9:featuredObjectType","@type":"@id"},)"
    R"("featureAuthorization":{"@id":"fep7aa9:featureAuthorization","@type":"@id"},)"
    R"("topic":{"@id":"fep7aa9:topic","@type":"@id"},)"
    R"("gts":"https://gotosocial.org/ns#","interactingObject":{"@id":"gts:interactingObject","@type":"@id"},)"
    R"("interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}])";

inline constexpr std::string_view kEmojiContext =
    R"(["https://www.w3.org/ns/activitystreams",{"toot":"http://joinmastodon.org/ns#","Emoji":"toot:Emoji"}])";

inline constexpr std::string_view kHashtagContext =
    R"(["https://www.w3.org/ns/activitystreams",{"Hashtag":"as:Hashtag"}])";

} // namespace federation
