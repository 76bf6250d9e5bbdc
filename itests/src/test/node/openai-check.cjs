// SPDX-License-Identifier: Apache-2.0
// Uses OpenAI's SDK for Node as any program would, and prints what came back as one line of JSON.
const { OpenAI } = require('openai');

const model = process.env.CHECK_MODEL;
const client = new OpenAI({
  baseURL: process.env.CHECK_BASE_URL,
  apiKey: process.env.CHECK_API_KEY,
  maxRetries: 0,
  timeout: 60_000,
});
const question = {
  model,
  temperature: 0,
  max_completion_tokens: 80,
  messages: [{ role: 'user', content: 'What is Paddock?' }],
};

async function main() {
  const models = [];
  for await (const one of client.models.list()) {
    models.push(one.id);
  }
  const whole = await client.chat.completions.create(question);
  let streamed = '';
  let chunks = 0;
  for await (const chunk of await client.chat.completions.create({ ...question, stream: true })) {
    streamed += chunk.choices[0]?.delta?.content ?? '';
    chunks += 1;
  }
  const embedded = await client.embeddings.create({ model, input: ['a lease', 'a story'] });
  console.log(
    JSON.stringify({
      models,
      whole: whole.choices[0].message.content,
      completion_tokens: whole.usage.completion_tokens,
      streamed,
      chunks,
      vectors: embedded.data.map((one) => one.embedding.length),
      first: embedded.data[0].embedding[0],
      second: embedded.data[1].embedding[0],
    }),
  );
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
